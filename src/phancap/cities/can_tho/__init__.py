"""The shipped workspace: Cần Thơ, from the districts of 2021 to the two-tier city of today.

Data only. Each row names its source (``sources.csv``) or says ``assumption``.
"""
