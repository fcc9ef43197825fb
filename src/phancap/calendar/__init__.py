"""The Vietnamese working calendar and lawful deadlines."""
