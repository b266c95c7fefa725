"""Weekly papers out of the published build: the workbook, the Parquet files, the manifest that chains the weeks."""
