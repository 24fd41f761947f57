"""Text, charts and pages for people. Takes typed results; decides nothing."""
