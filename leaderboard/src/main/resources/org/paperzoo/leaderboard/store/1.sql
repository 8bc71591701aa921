CREATE TABLE results (
    address TEXT PRIMARY KEY,
    setting TEXT NOT NULL,
    model TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    task TEXT NOT NULL,
    started TEXT NOT NULL,
    examples BIGINT NOT NULL,
    complete INTEGER NOT NULL,
    quality INTEGER NOT NULL,
    metric TEXT,
    value DOUBLE PRECISION,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
    higher_is_better INTEGER,
    engine TEXT NOT NULL,
    engine_version TEXT NOT NULL,
    device TEXT NOT NULL,
    numeric_precision TEXT,
    processor TEXT NOT NULL,
    examples_per_second DOUBLE PRECISION NOT NULL,
    p50_millis DOUBLE PRECISION NOT NULL,
    weights_sha256 TEXT,
    data_sha256 TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX results_by_benchmark ON results (benchmark, started, address);
CREATE INDEX results_by_model ON results (model, started, address);
CREATE INDEX results_by_setting ON results (setting, started, address);
CREATE INDEX results_by_time ON results (started, address);

CREATE TABLE latest (
    setting TEXT PRIMARY KEY,
    benchmark TEXT NOT NULL,
    model TEXT NOT NULL,
    address TEXT NOT NULL,
    started TEXT NOT NULL,
    goodness DOUBLE PRECISION,
    runs BIGINT NOT NULL
);
CREATE INDEX latest_by_benchmark ON latest (benchmark, started, address);
CREATE INDEX latest_by_model ON latest (model, started, address);
CREATE INDEX latest_by_time ON latest (started, address);
CREATE INDEX latest_by_goodness ON latest (benchmark, goodness);

CREATE TABLE counts (
    benchmark TEXT NOT NULL,
    model TEXT NOT NULL,
    task TEXT NOT NULL,
    settings BIGINT NOT NULL,
    runs BIGINT NOT NULL,
    PRIMARY KEY (benchmark, model)
);

CREATE TABLE kept (
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (address, name)
);

CREATE TABLE reported (
    address TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    benchmark TEXT,
    dataset TEXT NOT NULL,
    metric TEXT NOT NULL,
    metric_id TEXT,
    value DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL,
    protocol TEXT
);
CREATE INDEX reported_by_benchmark ON reported (benchmark);
CREATE INDEX reported_by_model ON reported (model);
