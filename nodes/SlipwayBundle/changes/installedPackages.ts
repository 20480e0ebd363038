import type { N8nApi } from '../api/n8nApi';
import { isOurs, WHOLE_PACKAGE } from '../state/packageNames';

/**
 * The packages of ours that an n8n has: those that were told, else those that n8n lists, else the whole one. n8n lists
 * only what was installed under Settings > Community nodes or by its API, and only to an owner's or an admin's key; a
 * package that `npm install` or an image brought has to be told. Raises when the whole one is there beside a vendor's,
 * and when n8n could not load one.
 *
 * @param vendors the names of all vendors' packages
 * @param told names of packages, `whole`, or `vendors`
 */
export async function installedPackages(
	api: Pick<N8nApi, 'listPackages'>,
	vendors: readonly string[],
	told: readonly string[] = [],
): Promise<string[]> {
	const named = told.flatMap((word) => (word === 'vendors' ? vendors : word === 'whole' ? [WHOLE_PACKAGE] : [word]));
	const unknown = named.filter((name) => name !== WHOLE_PACKAGE && !vendors.includes(name));
	if (unknown.length > 0) {
		throw new Error(
			`There is no package ${unknown.join(', ')}. Name "whole", "vendors", or packages among ${vendors.join(', ')}.`,
		);
	}
	const installed = [...new Set(named.length > 0 ? named : await listed(api))].sort();
	const others = installed.filter((name) => name !== WHOLE_PACKAGE);
	if (others.length > 0 && installed.includes(WHOLE_PACKAGE)) {
		throw new Error(
			`This n8n has ${WHOLE_PACKAGE} and also ${others.join(', ')}. Both bring the same credentials, and n8n lets the nodes of only one use them. Uninstall ${WHOLE_PACKAGE}, or all others, under Settings > Community nodes, then run this again. Nothing was changed.`,
		);
	}
	return installed.length === 0 ? [WHOLE_PACKAGE] : installed;
}

async function listed(api: Pick<N8nApi, 'listPackages'>): Promise<string[]> {
	const ours = ((await api.listPackages()) ?? []).filter(({ name }) => isOurs(name));
	const broken = ours.filter(({ isBroken }) => isBroken).map(({ name }) => name);
	if (broken.length === 0) return ours.map(({ name }) => name);
	throw new Error(
		`n8n could not load ${broken.join(', ')}: its log says why. Uninstall and install ${broken.length === 1 ? 'it' : 'them'} again under Settings > Community nodes, then run this again. Nothing was changed.`,
	);
}
