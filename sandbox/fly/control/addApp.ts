import type { SandboxRequest, SandboxResponse } from '../../kernel/platform';
import type { Fly } from '../fly';
import type { JsonObject } from '../json';
import { jsonBody, objectsIn, readFlag, readText } from '../json';
import { presentApp } from '../present/present';
import { addManagedMachine } from '../seed';
import { assignPublicAddresses } from '../world/addresses';
import { requireContainers } from '../world/containers';
import type { GroupKey } from '../world/processGroup';
import { addRelease } from '../world/releases';
import { oneOf, unprocessable } from './words';

const groupKeys: readonly GroupKey[] = ['fly_process_group', 'process_group', 'none'];
const mostMachines = 500;

/**
 * An app with running machines: `{name, image?, machines?, checks?, regions?, groupKey?, containers?}`, where `machines`
 * is a number (all in group `app`) or says how many each process group has, and `groupKey` by which name their metadata
 * names the group (`process_group` as once, or `none`).
 */
export function addApp(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	const name = readText(body, 'name') ?? '';
	const image = readText(body, 'image') ?? `registry.fly.io/${name}:v1`;
	const counts = machineCounts(body);
	const codes = regionCodes(body);
	const containers = objectsIn(body, 'containers');
	const groupKey = body['groupKey'] === undefined ? 'fly_process_group' : oneOf(groupKeys, body, 'groupKey');
	fly.world.images.resolve(image);
	requireContainers({ containers });
	const app = fly.world.addApp(name);
	assignPublicAddresses(fly.world, app);
	const release = addRelease(fly.world, app, { image, strategy: 'ROLLING', definition: {}, status: 'complete' });
	for (const [group, count] of counts) {
		for (let index = 0; index < count; index += 1) {
			addManagedMachine(fly.world, fly.lifecycle, app, {
				region: codes[index % codes.length] ?? 'ord',
				group,
				image,
				release,
				checks: readFlag(body, 'checks') ?? true,
				groupKey,
				...(body['containers'] !== undefined && { containers }),
			});
		}
	}
	return { status: 201, body: presentApp(fly.world, app) };
}

function machineCounts({ machines = 0 }: JsonObject): Array<[string, number]> {
	const groups: Array<[string, unknown]> =
		typeof machines === 'object' && machines !== null ? Object.entries(machines) : [['app', machines]];
	return groups.map(([group, count]) => {
		if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > mostMachines) {
			throw unprocessable(`"machines" must be whole numbers from 0 to ${mostMachines}`);
		}
		return [group, count];
	});
}

function regionCodes({ regions = ['ord'] }: JsonObject): string[] {
	return Array.isArray(regions) ? regions.filter((region) => typeof region === 'string') : [];
}
