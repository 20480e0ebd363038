import { createN8nApi } from '../../nodes/SlipwayBundle/api/n8nApi';
import { N8nApiError } from '../../nodes/SlipwayBundle/api/types';
import { installedPackages } from '../../nodes/SlipwayBundle/changes/installedPackages';
import { packageNames } from '../../tools/vendorPackages';

/** As n8n 2.41.1 lists a package: `mapToCommunityPackage` in its public API. */
const listedAs = (packageName: string, failedLoading?: true) => ({
	packageName,
	installedVersion: '0.2.0',
	installedNodes: [{ name: 'Fly.io', type: `${packageName}.fly`, latestVersion: 1 }],
	createdAt: '2026-11-27T00:00:00.000Z',
	updatedAt: '2026-11-27T00:00:00.000Z',
	...(failedLoading && { failedLoading }),
});
const n8nWith = (...packages: readonly unknown[]) => createN8nApi(async () => packages);
const refusing = (status: number | undefined) =>
	createN8nApi(async () => {
		throw new N8nApiError('refused', status);
	});
const fly = 'n8n-nodes-slipway-fly';

it('takes the packages of ours that n8n lists, and nobody else’s', async () => {
	const n8n = n8nWith(listedAs(fly), listedAs('n8n-nodes-slipwayish'), listedAs('n8n-nodes-other'));
	expect(await installedPackages(n8n, packageNames)).toEqual([fly]);
});

it.each([
	['n8n lists none', n8nWith(listedAs('n8n-nodes-other'))],
	['the key may not ask', refusing(403)],
	['n8n has no community packages', refusing(404)],
])('takes the whole package where %s', async (_what, n8n) => {
	expect(await installedPackages(n8n, packageNames)).toEqual(['n8n-nodes-slipway']);
});

it.each([undefined, 401, 500])(
	'is not content with no answer, a wrong key, or an n8n at fault (%s)',
	async (status) => {
		await expect(installedPackages(refusing(status), packageNames)).rejects.toThrow('refused');
	},
);

it('refuses the whole package beside a vendor’s, and says what to do', async () => {
	const n8n = n8nWith(listedAs('n8n-nodes-slipway'), listedAs(fly));
	await expect(installedPackages(n8n, packageNames)).rejects.toThrow(
		/has n8n-nodes-slipway and also n8n-nodes-slipway-fly.*Uninstall n8n-nodes-slipway, or all others/s,
	);
});

it('refuses a package that n8n could not load', async () => {
	await expect(installedPackages(n8nWith(listedAs(fly, true)), packageNames)).rejects.toThrow(
		/could not load n8n-nodes-slipway-fly/,
	);
});

describe('what is told', () => {
	const silent = refusing(undefined);

	it.each<[readonly string[], readonly string[]]>([
		[['whole'], ['n8n-nodes-slipway']],
		[['vendors'], packageNames],
		[[fly], [fly]],
	])('%j goes before what n8n lists', async (told, expected) => {
		expect(await installedPackages(silent, packageNames, told)).toEqual([...expected].sort());
	});

	it('is refused where there is no such package', async () => {
		await expect(installedPackages(silent, packageNames, ['fly'])).rejects.toThrow(/There is no package fly\./);
		await expect(installedPackages(silent, packageNames, ['whole', fly])).rejects.toThrow(/Uninstall/);
	});
});
