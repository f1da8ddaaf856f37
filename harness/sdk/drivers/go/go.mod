module assay/sdk/driver

go 1.19
