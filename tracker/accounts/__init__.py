"""Who: people, entities, who may do what, and the record of who did."""
