"""The only code that speaks SQL: connections, migrations, one repository for each table family."""
