import type { SandboxHandler, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { jsonBody } from '../json';
import type { Machine } from '../model';
import { isSettled } from '../model';
import { listProcesses } from '../processes';
import { badRequest, flyError } from '../respond';
import { changeableMachine, machineOf } from './machines';

const longestWaitSeconds = 60;

/** What is done to a machine without a new version of it, and the wait for its state. */
export function machineActionRoutes(fly: Fly): SandboxRoute[] {
	const action = (verb: string, perform: (machine: Machine) => unknown): SandboxRoute =>
		fly.apiRoute('POST', `/apps/:appName/machines/:machineId/${verb}`, `${verb} machine`, (request) => ({
			status: 200,
			body: perform(changeableMachine(fly, request)) ?? { ok: true },
		}));
	return [
		action('start', (machine) => {
			const before = machine.state;
			fly.lifecycle.start(machine);
			return { previous_state: before, migrated: false, new_host: '' };
		}),
		action('stop', (machine) => fly.lifecycle.stop(machine)),
		action('restart', (machine) => fly.lifecycle.restart(machine)),
		action('suspend', (machine) => fly.lifecycle.suspend(machine)),
		action('cordon', (machine) => {
			machine.cordoned = true;
		}),
		action('uncordon', (machine) => {
			machine.cordoned = false;
		}),
		fly.apiRoute('POST', '/apps/:appName/machines/:machineId/signal', 'signal machine', (request) => {
			const machine = changeableMachine(fly, request);
			const { signal } = jsonBody(request);
			if (signal === undefined) throw badRequest('missing signal');
			// The vendor's own client sends the number.
			if (['SIGKILL', 'SIGTERM', 'SIGINT', 9, 15, 2].some((known) => known === signal)) {
				fly.lifecycle.kill(machine, { code: signal === 'SIGKILL' || signal === 9 ? 137 : 0 });
			}
			return { status: 200, body: { ok: true } };
		}),
		fly.apiRoute('POST', '/apps/:appName/machines/:machineId/exec', 'exec', (request) => {
			changeableMachine(fly, request);
			throw badRequest('the sandbox runs no commands inside a machine');
		}),
		fly.apiRoute('GET', '/apps/:appName/machines/:machineId/ps', 'list processes', (request) => ({
			status: 200,
			body: listProcesses(machineOf(fly, request), request.query),
		})),
		fly.apiRoute(
			'GET',
			'/apps/:appName/machines/:machineId/wait',
			'wait machine',
			waitForState(fly),
		),
	];
}

/**
 * Holds the request until the machine is in one of the states, at most `timeout` seconds of sandbox time, then 408.
 * With a version it also ends when the machine went on to another one, or back to the old one after a failed pull:
 * the answer's own `version` tells.
 */
function waitForState(fly: Fly): SandboxHandler {
	return async (request) => {
		const machine = machineOf(fly, request);
		const { query } = request;
		const wanted = query.getAll('state').flatMap((states) => states.split(','));
		const states = wanted.filter((state) => state !== '');
		if (states.length === 0) states.push('started');
		const version = query.get('version') ?? query.get('instance_id');
		if (version && !machine.versions.some(({ instanceId }) => instanceId === version)) {
			throw badRequest(`invalid machine version: ${version}`);
		}
		const timeout = /^(\d+)s?$/.exec(query.get('timeout') ?? String(longestWaitSeconds));
		const timeoutSeconds = Number(timeout?.[1] ?? Number.NaN);
		if (!(timeoutSeconds >= 1 && timeoutSeconds <= longestWaitSeconds)) {
			throw badRequest('invalid timeout, must be between 1 and 60 seconds');
		}
		const afterEvent = query.get('from_event_id');
		const reached = await fly.waits.until(() => {
			const { state } = machine;
			const isReached =
				states.includes(state) || (states.includes('settled') && isSettled(state));
			const event = machine.events[0];
			if (!isReached || (afterEvent && (event?.id ?? '') <= afterEvent)) return undefined;
			return { ok: true, state, version: machine.version.instanceId, event_id: event?.id ?? '' };
		}, timeoutSeconds * 1000);
		if (reached) return { status: 200, body: reached };
		throw flyError(
			408,
			`deadline_exceeded: machine failed to reach desired state, ${states.join(',')}, currently ${machine.state}`,
		);
	};
}
