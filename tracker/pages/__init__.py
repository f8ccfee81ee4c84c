"""What people see: pages stand above all models and are strangers to each other."""
