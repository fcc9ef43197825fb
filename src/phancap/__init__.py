"""phancap: design, prove, rehearse, run and judge the decentralisation of a city's government."""

__version__ = "0.1.0"
