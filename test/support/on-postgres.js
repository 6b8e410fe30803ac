// Only these files see the address: the same ones run beside it on SQLite.
process.env.TEST_DATABASE_URL = process.env.POSTGRES_ADDRESS;
