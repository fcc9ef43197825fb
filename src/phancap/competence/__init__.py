"""Who is competent, why and until when: the oracle, the answer and the check."""
