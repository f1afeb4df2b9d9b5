"""Invented orders, always the same: what the tests of the sheet and of the seal are made with."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from orders.paper import Act, Hand, Institute, Line, OrderPaper, arrange
from orders.render import EmbeddedFile, render_act, render_paper, render_pdf, render_title
from orders.wording import uz_date, uz_moment

SIGNED = datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo("Asia/Tashkent"))
ADDRESS = "https://harakat.tkti.example/verify/7K3MQ-9FTWX-2HBNE"
ACT = EmbeddedFile("order.json", '{"kind":"academic_leave","ism":"Oʻrolov"}'.encode(), "Buyruq maʼlumotlari")

PEOPLE = (
    ("Yoqubov", "Jasur", "Anvar o'g'li", 0, "sogʻligʻini tiklash", "Davlat granti"),
    ("Toʻxtayeva", "Dilnoza", "Rustam qizi", 0, "homiladorlik va tugʻish", "Davlat granti"),
    ("Xolmatov", "Sardor", "Ulugʻbek oʻgʻli", 0, "harbiy xizmat", "Toʻlov-shartnoma"),
    ("Ergasheva", "Malika", "Baxtiyor qizi", 1, "bola parvarishi", "Toʻlov-shartnoma"),
    ("Ғаниев", "Шавкат", "Ўқувчи ўғли", 1, "sogʻligʻini tiklash", "Davlat granti"),
    ("Sharipov", "Islom", "Gʻayrat oʻgʻli", 2, "sogʻligʻini tiklash", "Toʻlov-shartnoma"),
    ("Norqulova", "Shahnoza", "Abdulla qizi", 2, "oilaning betob aʼzosini parvarish qilish", "Davlat granti"),
    ("Kim", "Irina", "Sergeyevna", 3, "sogʻligʻini tiklash", "Toʻlov-shartnoma"),
    ("Abdurahmonov", "Muhammadyusuf", "Abdulvohid oʻgʻli", 3, "harbiy xizmat", "Davlat granti"),
    ("Ismoilova", "Zarina", "Ikrom qizi", 4, "bola parvarishi", "Davlat granti"),
    ("Rasulov", "Asadbek", "", 4, "sogʻligʻini tiklash", "Toʻlov-shartnoma"),
    ("Oʻrolov", "Doniyor", "Isʼhoq oʻgʻli", 4, "harbiy xizmat", "Toʻlov-shartnoma"),
)
INORGANIC = "Noorganik moddalar kimyoviy texnologiyasi fakulteti"
FOOD = "Oziq-ovqat mahsulotlari texnologiyasi fakulteti"
FUEL = "Yoqilgʻi va organik birikmalar kimyoviy texnologiyasi fakulteti"
CLASSES = (
    (INORGANIC, "60710100", "Kimyoviy texnologiya", 2, "22-46"),
    (INORGANIC, "60710400", "Ekologiya va atrof-muhit muhofazasi", 1, "31-46"),
    (FOOD, "60720100", "Oziq-ovqat texnologiyasi", 3, "14-45"),
    (FOOD, "60710200", "Biotexnologiya", 2, "18-46"),
    (FUEL, "60721100", "Neft va neft-gazni qayta ishlash texnologiyasi", 3, "7-45"),
)


def lines(count: int, kind: str = "academic_leave") -> list[Line]:
    """The first people as lines of an order of this kind."""
    return [
        Line(
            key,
            *CLASSES[where],
            values={
                "surname": surname, "given_name": given, "patronymic": patronymic,
                "student_number": f"3372411{key:05}", "form": "Kunduzgi", "payment": payment,
                "effective_on": date(2026, 11, 23), **words(kind, ground),
            },
        )
        for key, (surname, given, patronymic, where, ground, payment) in enumerate(PEOPLE[:count], 1)
    ]  # fmt: skip


def words(kind: str, ground: str) -> dict[str, object]:
    """What the kind's own sentence needs."""
    if kind == "academic_leave":
        return {"ground": ground, "until": "2027-09-01"}
    return {
        "to_course": 2, "to_semester": 3, "to_group": "21-46", "to_curriculum": "2025/2026-oʻquv yili",
        "to_payment": "Davlat granti",
    }  # fmt: skip


def act(count: int, kind: str = "academic_leave") -> str:
    """The frozen act of an order on so many students."""
    basis = ("Talabalarning arizalari", "tibbiy-maslahat komissiyasi xulosalari", "dekanatlarning tavsiyanomalari")
    control = "oʻquv ishlari boʻyicha prorektor D. Rahimov"
    return render_act(kind, Act(("3", "11"), arrange(lines(count, kind)), control, basis))


def paper(count: int, kind: str = "academic_leave", *, signed: bool = True) -> OrderPaper:
    """The sheet, signed and numbered or a draft."""
    when = uz_moment(SIGNED) if signed else None
    return OrderPaper(
        title=render_title(kind),
        institute=Institute(
            "Oʻzbekiston Respublikasi Oliy taʼlim, fan va innovatsiyalar vazirligi",
            "Toshkent kimyo-texnologiya instituti",
            "Toshkent shahri",
        ),
        act=act(count, kind),
        number="417-T" if signed else None,
        date=uz_date(SIGNED.date()) if signed else None,
        signatory=Hand("Rektor", "B. Usmonov", when),
        signatory_basis="",
        visas=(
            Hand("Oʻquv ishlari boʻyicha prorektor", "D. Rahimov", when),
            Hand("Yurist", "N. Qodirova", when),
            Hand("Bosh hisobchi", "F. Toʻrayev", when),
        ),
        drafted_by=Hand("Registrator ofisi boshligʻi", "G. Saidova", uz_moment(SIGNED)),
        verify_url=ADDRESS,
        code=ADDRESS.rsplit("/", 1)[1],
    )


def pdf(count: int, kind: str = "academic_leave", *, signed: bool = True) -> bytes:
    """The unsealed PDF with the act embedded."""
    sheet = paper(count, kind, signed=signed)
    return render_pdf(render_paper(sheet), attachments=[ACT], lang="uz", title=sheet.title, created=SIGNED)
