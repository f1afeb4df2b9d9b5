"""The working days of 2024, 2025 and 2026 as the acts have them, typed here by hand; the product's seed is not asked.

2024: Decree of 22.12.2023 on additional days off in 2024 (sputniknews.ru and nova24.uz, 23.12.2023).
2025: Resolution PQ-452 of 24.12.2024 (uznews.uz, 24.12.2024), the Ministry's calendar (one.uz, 03.2025), and Decree
PF-257 of 24.12.2025 for 31.12.2025. 2026: Decree PF-257 of 24.12.2025 (vzglyad.uz, nova24.uz), resolutions on Ramazon
and Qurbon hayit (spot.uz, 18.03.2026). Labour Code, Article 208, for holidays on a day off: in a six-day week a
Saturday is none, so what fell on it moves nowhere.
"""

OFF = {
    # Days off of both weeks, beside the usual ones.
    2024: "1.1 2.1 8.3 21.3 22.3 10.4 11.4 12.4 9.5 16.6 17.6 18.6 1.9 2.9 3.9 1.10 8.12 9.12 30.12 31.12",
    2025: "1.1 2.1 8.3 21.3 30.3 31.3 9.5 6.6 1.9 1.10 8.12 31.12",
    2026: "1.1 2.1 8.3 9.3 20.3 21.3 9.5 27.5 28.5 29.5 31.8 1.9 1.10 8.12 31.12",
}
OFF_IN_FIVE = {2024: "", 2025: "10.3", 2026: "23.3 11.5"}
OFF_IN_SIX = {2024: "23.3 31.8", 2025: "", 2026: "3.1 30.5"}
WORKED_IN_FIVE = {2024: "6.1 13.4 14.12", 2025: "4.1", 2026: "12.12"}
"""Saturdays worked for a day off that was moved."""
