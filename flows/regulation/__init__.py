"""The acts as data, one file an act: its clauses in three languages and its dated numbers; and what the machine asks.

A file ``<act>.toml`` has ``code``, ``adopted``, ``in_force_from``, ``in_force_to`` (while it is over), ``supersedes``,
``link`` and ``title``; under ``clauses`` each clause by its number, or by its subject where the number is not known;
under ``limits`` each number with its versions. A version without ``to`` holds as long as its act. What is wrong with a
file stops the start with a sentence that names the file and the entry.
"""

from pathlib import Path

from movements import regulation

regulation.load(Path(__file__).parent)
