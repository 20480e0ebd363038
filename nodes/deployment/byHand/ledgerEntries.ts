import { fromLedgerRow } from '../ledger/ledgerRow';
import { newestFirst } from '../ledger/rowOrder';
import { valueAt } from '../values/jsonFields';
import { stringAt } from '../ledger/record';
import { readableRows } from './chooseStep';
import type { HandService } from './hand';

export type LedgerEntry = NonNullable<ReturnType<typeof fromLedgerRow>>;

export interface ServiceLedger {
	/** Whether the ledger could be read: else nobody knows which deployments are good. */
	readonly isReadable: boolean;
	readonly rows: readonly unknown[];
	/** Newest first. */
	readonly entries: readonly LedgerEntry[];
}

/** The deployments of one service; where its target was typed, whatever was deployed to that target. */
export function readLedger(
	ledgerRows: readonly unknown[],
	{ service, environment, platform, target, catalogRowId }: HandService,
): ServiceLedger {
	const readable = readableRows(ledgerRows);
	const rows = (readable ?? [])
		.filter((row) =>
			catalogRowId > 0
				? valueAt(row, 'service') === service && valueAt(row, 'environment') === environment
				: valueAt(row, 'target') === target && valueAt(row, 'platform') === platform,
		)
		.sort((left, right) => Number(stringAt(right, 'id')) - Number(stringAt(left, 'id')));
	return {
		isReadable: readable !== null,
		rows: catalogRowId > 0 ? rows : rows.map((row) => ({ ...(row as object), service })),
		entries: newestFirst(rows.flatMap((row) => fromLedgerRow(row) ?? [])),
	};
}
