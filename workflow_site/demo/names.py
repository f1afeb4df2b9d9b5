"""Uzbek names as a passport writes them (oʻ and gʻ with U+02BB, the tutuq belgisi with U+02BC), put together by lot."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

MALE, FEMALE = "11", "12"

SURNAMES = (
    "Abdullayev", "Ahmedov", "Aliyev", "Azimov", "Boboyev", "Boʻriyev", "Davronov", "Ergashev", "Eshonqulov",
    "Fayziyev", "Gʻaniyev", "Gʻofurov", "Gʻulomov", "Hakimov", "Hamdamov", "Ibragimov", "Ismoilov", "Joʻrayev",
    "Kamolov", "Karimov", "Latipov", "Mahmudov", "Maʼrufov", "Mirzayev", "Moʻminov", "Murodov", "Nazarov", "Nishonov",
    "Norboyev", "Nurmatov", "Oʻktamov", "Oʻrinboyev", "Oʻtkirov", "Pirmatov", "Qodirov", "Qosimov", "Qoʻldoshev",
    "Rahmonov", "Rasulov", "Roʻziyev", "Sanʼatov", "Sattorov", "Saidov", "Shodiyev", "Shukurov", "Sodiqov",
    "Sultonov", "Toʻxtayev", "Toʻlqinov", "Turgʻunov", "Umarov", "Usmonov", "Valiyev", "Xoʻjayev", "Xolmatov",
    "Yoʻldoshev", "Yunusov", "Yusupov", "Zokirov", "Ziyodullayev",
)  # fmt: skip
MEN = (
    "Abdulaziz", "Akmal", "Alisher", "Anvar", "Asilbek", "Azizbek", "Baxtiyor", "Bekzod", "Bobur", "Botir", "Davron",
    "Diyorbek", "Doston", "Elyor", "Erkin", "Farrux", "Hasan", "Husan", "Ilhom", "Islom", "Jahongir", "Jasur",
    "Javohir", "Kamron", "Maʼmur", "Maʼruf", "Mirzohid", "Muhammadali", "Nodir", "Nurbek", "Oʻktam", "Oʻtkir",
    "Otabek", "Rustam", "Sanjar", "Sardor", "Shavkat", "Sherzod", "Temur", "Toʻlqin", "Ulugʻbek", "Umid", "Zafar",
)  # fmt: skip
WOMEN = (
    "Aziza", "Barno", "Charos", "Dildora", "Dilnoza", "Durdona", "Feruza", "Gulbahor", "Gulnoza", "Hilola", "Iroda",
    "Kamola", "Laylo", "Lola", "Madina", "Mahliyo", "Malika", "Maʼmura", "Mohira", "Muazzam", "Munisa", "Nafisa",
    "Nargiza", "Nigora", "Nilufar", "Nodira", "Oydin", "Oʻgʻiloy", "Ozoda", "Raʼno", "Robiya", "Sabina", "Saodat",
    "Sevara", "Shahnoza", "Shahzoda", "Umida", "Yulduz", "Zarina", "Zebo", "Zilola", "Ziyoda",
)  # fmt: skip


@dataclass(frozen=True)
class Name:
    """A person's name and the HEMIS code of the gender it shows."""

    surname: str
    given_name: str
    patronymic: str
    gender: str

    @property
    def full(self) -> str:
        """As HEMIS writes it, in capitals."""
        return f"{self.surname} {self.given_name} {self.patronymic}".upper()


def draw_name(lot: Random) -> Name:
    """The next name of this lot."""
    surname, father = lot.choice(SURNAMES), lot.choice(MEN)
    if lot.random() < 0.5:
        return Name(surname, lot.choice(MEN), f"{father} oʻgʻli", MALE)
    return Name(f"{surname}a", lot.choice(WOMEN), f"{father} qizi", FEMALE)
