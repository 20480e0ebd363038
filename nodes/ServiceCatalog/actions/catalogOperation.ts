import type { IDataObject } from 'n8n-workflow';

import type { OperationContext, OperationEntry } from '../../shared/operation/operation';

/** One item of output, and the rows it speaks about, counted from 1. */
export interface CatalogOutput {
	readonly json: IDataObject;
	readonly rowNumbers: readonly number[];
}

/** An operation over all rows at once: a catalog says something only as a whole. */
export interface CatalogOperation extends OperationEntry {
	/** `rows` holds every input item; parameters are read at the first. */
	readonly execute: (context: OperationContext, rows: readonly IDataObject[]) => readonly CatalogOutput[];
}
