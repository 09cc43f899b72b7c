"""From cells to typed deals, and from deals to stage visits."""
