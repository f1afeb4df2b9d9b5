"""Subject groups: from the cases that wait for a subject, over all faculties, to a group that studies it again."""
