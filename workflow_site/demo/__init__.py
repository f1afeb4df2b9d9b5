"""An invented institute at work: its people do not exist, but every case in it went through the real actions."""

PASSWORD = "harakat"  # noqa: S105 - printed by make run; only an invented institute has it
STUDENT_LOGINS = ("student", "student2")
STAFF_LOGINS = (
    "dean", "dean2", "registrar", "vicerector", "rector", "lawyer", "accountant", "librarian", "dormitory",
    "secretary", "chair", "head", "admin",
)  # fmt: skip
LOGINS = STUDENT_LOGINS + STAFF_LOGINS
