import { commitOfTag, parseImageReference } from '../values/imageReference';
import { isTrueAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import { verifiedDeploymentsOf, isEmptyItem } from './admitDeployment';
import type { LedgerRow } from './ledgerRow';
import type { DeploymentRecord } from './record';

/** A deployment that a service can go back to. */
export interface RollbackOption {
	/** The platform's id. */
	readonly id: string;
	readonly commit: string;
	readonly title: string;
	/** When it went live by the ledger, or was made by the platform; ISO 8601, null when neither tells. */
	readonly at: string | null;
	/** Who deployed it; empty where the ledger does not tell. */
	readonly actor: string;
	/** Whether it was live and passed its checks. */
	readonly isVerified: boolean;
}

export interface RollbackOptions {
	/** Whether the ledger could be read: else nobody knows which deployments are good. */
	readonly isReadable: boolean;
	/** Whether the platform told what it has. */
	readonly isAsked: boolean;
	/** Newest first, at most ten, without what is live. */
	readonly options: readonly RollbackOption[];
	/** Every deployment that the ledger calls verified, newest first. */
	readonly verified: readonly string[];
	/** What is live by the platform; null when it does not tell. */
	readonly live: { readonly commit: string; readonly title: string } | null;
	/** `choose` from the options, `type` an id since nothing is known, or `nothing` to go back to. */
	readonly mode: 'choose' | 'type' | 'nothing';
}

const maxOptions = 10;

/**
 * What a service can go back to: what the ledger calls verified and the platform still has. Where one of
 * the two cannot be read, what the other one knows. `rows` are those of the service, newest first, as the
 * Data Table gave them; `platformDeployments` as our node lists them, empty when it could not.
 */
export function rollbackOptions(
	service: string,
	rows: readonly unknown[],
	platformDeployments: readonly unknown[],
): RollbackOptions {
	const isReadable = rows.every((row) => isEmptyItem(row) || isRowOf(row, service));
	const deployments = platformDeployments.filter((deployment) => textAt(deployment, 'id') !== null);
	const verified = isReadable ? verifiedDeploymentsOf(rows.filter((row) => valueAt(row, 'verified') === true)) : [];
	const found = isReadable
		? verified.flatMap((id) => verifiedOption(id, rows, deployments))
		: deployments.flatMap(unverifiedOption);
	const live = deployments.find((deployment) => isTrueAt(deployment, 'live'));
	return {
		isReadable,
		isAsked: deployments.length > 0,
		options: found.slice(0, maxOptions),
		verified,
		live: live === undefined ? null : { commit: textAt(live, 'commit') ?? '', title: titleOf(live) },
		mode: found.length > 0 ? 'choose' : isReadable ? 'nothing' : 'type',
	};
}

/**
 * The version of its secret that the deployment had which a roll back goes to: the one that was chosen, else the last
 * verified one before what is bad. Empty where the ledger does not tell.
 */
export function secretVersionOfTarget(record: DeploymentRecord, rows: readonly unknown[]): string {
	const { toDeploymentId, verifiedDeployments, badDeploymentId } = record;
	const target = toDeploymentId || verifiedDeployments.find((id) => id !== badDeploymentId);
	const row = rows.find((candidate) => target !== undefined && valueAt(candidate, 'deployment_id') === target);
	return textAt(row, 'secret_version') ?? '';
}

/** A deployment that passed its checks, and that a roll back took out again. */
export interface RolledBackOption extends RollbackOption {
	/** Who rolled it back; empty where the ledger does not tell. */
	readonly rolledBackBy: string;
}

/**
 * What was verified and rolled back since, newest first: nothing of ours goes back to it by itself, but a person who
 * found that it was not to blame may. `rows` and `platformDeployments` as for `rollbackOptions`.
 */
export function rolledBackOptions(
	rows: readonly unknown[],
	platformDeployments: readonly unknown[],
): RolledBackOption[] {
	const isVerified = (row: unknown): boolean => isTrueAt(row, 'verified') && textAt(row, 'deployment_id') !== null;
	const verified = new Set(verifiedDeploymentsOf(rows.filter(isVerified)));
	const ids = new Set(rows.filter(isVerified).map((row) => textAt(row, 'deployment_id') ?? ''));
	const deployments = platformDeployments.filter((deployment) => textAt(deployment, 'id') !== null);
	return [...ids]
		.filter((id) => !verified.has(id))
		.flatMap((id) => verifiedOption(id, rows, deployments))
		.slice(0, maxOptions)
		.map((option) => ({ ...option, rolledBackBy: whoRolledBack(option.id, rows) }));
}

function whoRolledBack(id: string, rows: readonly unknown[]): string {
	const rollback = rows.find(
		(row) =>
			valueAt(row, 'kind') === 'rollback' && valueAt(row, 'state') === 'live' && valueAt(row, 'previous_id') === id,
	);
	return textAt(rollback, 'actor') ?? '';
}

function isRowOf(row: unknown, service: string): boolean {
	return (
		(numberAt(row, 'id') ?? 0) > 0 && valueAt(row, 'deployment_id') !== undefined && valueAt(row, 'service') === service
	);
}

function verifiedOption(id: string, rows: readonly unknown[], deployments: readonly unknown[]): RollbackOption[] {
	const deployment = deployments.find((candidate) => valueAt(candidate, 'id') === id);
	if (deployments.length > 0 && (deployment === undefined || isTrueAt(deployment, 'live'))) return [];
	const row = rows.find((candidate) => valueAt(candidate, 'deployment_id') === id && isTrueAt(candidate, 'verified'));
	const text = (column: keyof LedgerRow): string => textAt(row, column) ?? '';
	return [
		{
			id,
			commit: text('commit'),
			title: titleOf(deployment),
			at: textAt(row, 'finished_at'),
			actor: text('actor'),
			isVerified: true,
		},
	];
}

function unverifiedOption(deployment: unknown): RollbackOption[] {
	if (isTrueAt(deployment, 'live') || valueAt(deployment, 'state') !== 'ready') return [];
	return [
		{
			id: textAt(deployment, 'id') ?? '',
			commit: textAt(deployment, 'commit') ?? commitOfImage(textAt(deployment, 'artifact', 'ref') ?? ''),
			title: titleOf(deployment) || (textAt(deployment, 'version') ?? ''),
			at: textAt(deployment, 'createdAt'),
			actor: '',
			isVerified: false,
		},
	];
}

/** The commit that an image's tag is; empty when it is none. */
function commitOfImage(reference: string): string {
	const parsed = parseImageReference(reference);
	return (parsed.ok && parsed.image.tag !== null && commitOfTag(parsed.image.tag)) || '';
}

/** The commit's words, without what this package puts around them. */
function titleOf(deployment: unknown): string {
	return (textAt(deployment, 'title') ?? '')
		.replace(/^Slipway: [0-9a-f]{7} /, '')
		.replace(/ \[slipway [0-9a-f]+\]$/, '');
}
