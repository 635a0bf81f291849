"""What must hold for a handling, beyond what a schema can say."""
