"""The public part of the site: who is responsible, asked and answered on one page."""
