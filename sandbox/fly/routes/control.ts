import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { SandboxHttpError } from '../../kernel/platform';
import { assignPublicAddresses } from '../addresses';
import type { Behaviour } from '../behaviour';
import { behaviours, isBehaviour } from '../behaviour';
import { requireContainers } from '../containers';
import type { Fly } from '../fly';
import type { JsonObject } from '../json';
import { jsonBody, objectsIn, pathParameter, readFlag, readText, readWholeNumber } from '../json';
import { acquireLease } from '../leases';
import type { CheckStatus, HostStatus, Machine } from '../model';
import type { GroupKey } from '../processGroup';
import { isMachineState } from '../model';
import { presentApp, presentLease, presentMachine } from '../present';
import { addRelease } from '../releases';
import { notFound } from '../respond';
import { addManagedMachine } from '../seed';

const unprocessable = (message: string): SandboxHttpError => new SandboxHttpError(422, { message });

const hostStatuses: readonly HostStatus[] = ['ok', 'full', 'disabled', 'unreachable'];
const checkStatuses: readonly CheckStatus[] = ['passing', 'warning', 'critical'];

/** What a test or the demo may do behind the API's back, mounted at `/_sandbox/fly`. */
export function controlRoutes(fly: Fly): SandboxRoute[] {
	const machineOf = (request: SandboxRequest): Machine => {
		const machine = fly.world.machines.get(pathParameter(request, 'machineId'));
		if (!machine) throw notFound('machine not found');
		return machine;
	};
	const onMachine = (
		name: string,
		change: (machine: Machine, body: JsonObject) => void,
	): SandboxRoute => ({
		method: 'POST',
		pattern: `/machines/:machineId/${name}`,
		handle: (request) => {
			const machine = machineOf(request);
			change(machine, jsonBody(request));
			return { status: 200, body: presentMachine(fly.world, machine) };
		},
	});
	return [
		// Stays in the state it is told; `stuck` stays in the one it has.
		onMachine('state', (machine, body) => {
			const state = readText(body, 'state');
			if (state === 'stuck') fly.lifecycle.freeze(machine);
			else if (isMachineState(state)) fly.lifecycle.force(machine, state);
			else throw unprocessable(`"${state}" is no state of a machine`);
		}),
		onMachine('host', (machine, body) => {
			machine.host = oneOf(hostStatuses, body, 'status');
		}),
		// Without a status the checks say again what the image makes them say.
		onMachine('checks', (machine, body) => {
			machine.forcedChecks =
				body['status'] === undefined ? undefined : oneOf(checkStatuses, body, 'status');
		}),
		// Fly's proxy may put the machine to rest when nobody calls; with `now` it does.
		onMachine('autostop', (machine, body) => {
			const { version } = machine;
			const services = objectsIn(version.config, 'services');
			version.config = { ...version.config, services: services.map((service) => ({ ...service, autostop: 'stop' })) };
			if (readFlag(body, 'now') ?? false) fly.lifecycle.stop(machine);
		}),
		onMachine('crash', (machine, body) => {
			fly.lifecycle.kill(machine, {
				code: readWholeNumber(body, 'code') ?? 1,
				outOfMemory: readFlag(body, 'oom') ?? false,
			});
		}),
		{
			method: 'POST',
			pattern: '/machines/:machineId/lease',
			handle: (request) => {
				const machine = machineOf(request);
				const body = jsonBody(request);
				machine.lease = undefined;
				const lease = acquireLease(fly.world, machine, {
					ttlSeconds: readWholeNumber(body, 'ttl'),
					description: 'Somebody else',
					owner: readText(body, 'owner') ?? 'colleague@candlefish.ai',
				});
				return { status: 200, body: presentLease(machine, lease) };
			},
		},
		{
			method: 'POST',
			pattern: '/images',
			handle: (request) => {
				const body = jsonBody(request);
				const image = fly.world.images.push(
					readText(body, 'ref') ?? '',
					readText(body, 'digest'),
					readBehaviours(body['behaviour']),
				);
				return { status: 201, body: { ...image, behaviours: [...image.behaviours] } };
			},
		},
		{
			method: 'POST',
			pattern: '/apps',
			handle: (request) => ({ status: 201, body: addApp(fly, jsonBody(request)) }),
		},
		{
			method: 'POST',
			pattern: '/capacity',
			handle: (request) => {
				const body = jsonBody(request);
				const region = readText(body, 'region');
				if (region === undefined) throw unprocessable('"region" is missing');
				if (readFlag(body, 'full') ?? true) fly.world.fullRegions.add(region);
				else fly.world.fullRegions.delete(region);
				return { status: 200, body: { fullRegions: [...fly.world.fullRegions] } };
			},
		},
		{
			method: 'POST',
			pattern: '/limits',
			handle: (request) => {
				const enabled = readFlag(jsonBody(request), 'enabled');
				if (enabled === undefined) throw unprocessable('"enabled" must be true or false');
				fly.limits.enabled = enabled;
				return { status: 200, body: { enabled, refused: fly.limits.refused } };
			},
		},
		{
			method: 'POST',
			pattern: '/waits',
			handle: (request) => {
				const hold = readFlag(jsonBody(request), 'hold');
				if (hold === undefined) throw unprocessable('"hold" must be true or false');
				fly.waits.hold = hold;
				return { status: 200, body: { hold, held: fly.waits.count } };
			},
		},
		{
			method: 'GET',
			pattern: '/behaviours',
			handle: () => ({ status: 200, body: behaviours }),
		},
	];
}

function oneOf<Word extends string>(words: readonly Word[], body: JsonObject, key: string): Word {
	const found = words.find((word) => word === body[key]);
	if (found === undefined) throw unprocessable(`"${key}" must be one of ${words.join(', ')}`);
	return found;
}

function readBehaviours(value: unknown): ReadonlySet<Behaviour> | undefined {
	if (value === undefined) return undefined;
	const words: unknown[] = Array.isArray(value) ? value : [value];
	const unknownWord = words.find((word) => !isBehaviour(word));
	if (unknownWord !== undefined) throw unprocessable(`"${String(unknownWord)}" is no behaviour`);
	return new Set(words.filter(isBehaviour));
}

function readGroupKey(body: JsonObject): GroupKey {
	const keys: readonly GroupKey[] = ['fly_process_group', 'process_group', 'none'];
	return body['groupKey'] === undefined ? 'fly_process_group' : oneOf(keys, body, 'groupKey');
}

const mostMachines = 500;

/**
 * An app with running machines: `{name, image?, machines?, checks?, regions?, groupKey?, containers?}`, where `machines`
 * is a number (all in group `app`) or says how many each process group has, and `groupKey` by which name their metadata
 * tells the group (`process_group` as once, or `none`).
 */
function addApp(fly: Fly, body: JsonObject): Record<string, unknown> {
	const name = readText(body, 'name') ?? '';
	const image = readText(body, 'image') ?? `registry.fly.io/${name}:v1`;
	const { machines = 0, regions = ['ord'] } = body;
	const groups: Array<[string, unknown]> =
		typeof machines === 'object' && machines !== null
			? Object.entries(machines)
			: [['app', machines]];
	const counts = groups.map(([group, count]): [string, number] => {
		if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || count > mostMachines) {
			throw unprocessable(`"machines" must be whole numbers from 0 to ${mostMachines}`);
		}
		return [group, count];
	});
	const codes: string[] = Array.isArray(regions)
		? regions.filter((region) => typeof region === 'string')
		: [];
	fly.world.images.resolve(image);
	const containers = objectsIn(body, 'containers');
	requireContainers({ containers });
	const app = fly.world.addApp(name);
	assignPublicAddresses(fly.world, app);
	const release = addRelease(fly.world, app, {
		image,
		strategy: 'ROLLING',
		definition: {},
		status: 'complete',
	});
	for (const [group, count] of counts) {
		for (let index = 0; index < count; index += 1) {
			addManagedMachine(fly.world, fly.lifecycle, app, {
				region: codes[index % codes.length] ?? 'ord',
				group,
				image,
				release,
				checks: readFlag(body, 'checks') ?? true,
				groupKey: readGroupKey(body),
				...(body['containers'] !== undefined && { containers }),
			});
		}
	}
	return presentApp(fly.world, app);
}
