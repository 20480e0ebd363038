import { rowKey } from './catalogDependencies';
import { type CatalogRow, previewEnvironment } from './catalogRow';
import { productionContext } from './deploymentContext';

/** Platforms whose target can run one service only. */
const singleServicePlatforms: readonly string[] = ['netlify', 'fly', 'ecs', 'graphos', 'temporal'];

/**
 * What a deployment changes, as one name: two deployments with the same one get in each other's way,
 * whatever their services are called. `netlify/shop`, `netlify/shop/branch:staging`, `ecs/cluster/service`.
 * A preview at Fly.io is an app of its own, made after the one that its row names.
 */
export function targetKeyOf({
	platform,
	target,
	context,
	environment = '',
}: Pick<CatalogRow, 'platform' | 'target' | 'context'> & Partial<Pick<CatalogRow, 'environment'>>): string {
	const isCopy = platform === 'fly' && environment.toLowerCase() === previewEnvironment;
	const place = `${platform}/${comparableTarget(platform, target)}${isCopy ? `/${previewEnvironment}` : ''}`;
	return context === '' || context === productionContext ? place : `${place}/${context}`;
}

/** Rows that are switched on and deploy to the same target as a row of another service or environment; with those others. */
export function sharedTargets(
	rows: readonly CatalogRow[],
): ReadonlyArray<{ readonly row: CatalogRow; readonly others: readonly CatalogRow[] }> {
	const candidates = rows.filter(
		({ enabled, platform, target }) => enabled && target !== '' && singleServicePlatforms.includes(platform),
	);
	return candidates.flatMap((row) => {
		const name = rowKey(row.service, row.environment);
		const others = candidates.filter(
			(other) => targetKeyOf(other) === targetKeyOf(row) && rowKey(other.service, other.environment) !== name,
		);
		return others.length > 0 ? [{ row, others }] : [];
	});
}

/** A Netlify site may be given by its address, and capitals do not count in it, nor in an app of Fly.io. */
function comparableTarget(platform: string, target: string): string {
	if (platform === 'fly') return target.toLowerCase();
	if (platform !== 'netlify') return target;
	return target
		.toLowerCase()
		.replace(/^https?:\/\//, '')
		.replace(/\/+$/, '')
		.replace(/\.netlify\.app$/, '');
}
