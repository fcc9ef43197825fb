"""The rule book of Viet Nam: editions by day, pairs and rules with provision, types and issuers of acts."""
