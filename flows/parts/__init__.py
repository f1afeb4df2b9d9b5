"""What several movements state in the same words: the place of study, the papers, the offices' recorded facts."""
