"""One file a CRM: how it is asked, how it says no, and what its records become."""
