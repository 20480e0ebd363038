import type { UsageLine } from '../../deployment/costs/costReading';

const [gigabyte, hourSeconds] = [1_000_000_000, 3_600];

/** Neon's metrics, in the units that its prices are in. */
const units: ReadonlyArray<readonly [metric: string, name: string, unit: string, divisor: number]> = [
	['compute_unit_seconds', 'computeHours', 'CU hours', hourSeconds],
	['root_branch_bytes_month', 'rootStorage', 'GB months', gigabyte],
	['child_branch_bytes_month', 'childStorage', 'GB months', gigabyte],
	['instant_restore_bytes_month', 'instantRestore', 'GB months', gigabyte],
	['public_network_transfer_bytes', 'publicTransfer', 'GB', gigabyte],
	['private_network_transfer_bytes', 'privateTransfer', 'GB', gigabyte],
	['extra_branches_month', 'extraBranches', 'branch months', 1],
	['snapshot_storage_bytes_month', 'snapshotStorage', 'GB months', gigabyte],
];

/** What organizations used together. A metric that none of them names is not known, and is no nought. */
export function usageLines(organizations: ReadonlyArray<ReadonlyMap<string, number>>): UsageLine[] {
	return units.map(([metric, name, unit, divisor]) => {
		const values = organizations.flatMap((organization) => organization.get(metric) ?? []);
		const sum = values.reduce((all, value) => all + value, 0);
		return { name, unit, quantity: values.length === 0 ? null : sum / divisor, amount: null };
	});
}
