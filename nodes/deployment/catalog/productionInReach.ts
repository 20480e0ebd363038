import { listAt, textAt } from '../values/jsonFields';
import { type CatalogRow, previewEnvironment } from './catalogRow';

/**
 * By what each of Fly.io's two credentials lists: whether that of previews works in production's organization. A
 * preview runs code that nobody has reviewed yet, and whoever can make one must not reach production by it.
 */
export function productionInReach(fly: unknown, flyPreviews: unknown, rows: readonly CatalogRow[]): string[] {
	const onFly = rows.filter(({ enabled, platform }) => enabled && platform === 'fly');
	const previews = onFly.filter(({ environment }) => environment === previewEnvironment);
	if (previews.length === 0) return [];
	const production = new Set(
		onFly.filter(({ environment }) => environment !== previewEnvironment).map(({ target }) => target),
	);
	const reached = listAt(flyPreviews, 'items')
		.flatMap((app) => textAt(app, 'name') ?? [])
		.filter((name) => production.has(name));
	const organizations = new Set(
		listAt(fly, 'items')
			.filter((app) => production.has(textAt(app, 'name') ?? ''))
			.flatMap((app) => textAt(app, 'organization') ?? []),
	);
	const shared = previews.filter(({ previewOrg }) => organizations.has(previewOrg));
	return [
		...(reached.length === 0
			? []
			: [
					`The credential Fly.io previews works in the organization of ${reached.join(', ')}. Give it a token of an organization that has previews only (docs/platforms.md, "An app for a preview")`,
				]),
		...shared.map(
			({ service, previewOrg }) =>
				`The previews of ${service} are made in ${previewOrg}, which is production's organization. Make another one (fly orgs create), and enter it as preview_org`,
		),
	];
}
