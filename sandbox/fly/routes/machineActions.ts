import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { badRequest, flyError } from '../errors';
import type { Fly } from '../fly';
import { jsonBody } from '../json';
import type { Machine } from '../model';
import { isStable } from '../model';
import { listProcesses } from '../present/processes';
import { changeableMachine, machineOf } from './machineRequest';

const longestWaitSeconds = 60;
const machinePath = '/apps/:appName/machines/:machineId';

/** What is done to a machine without a new version of it, and the wait for its state. */
export function machineActionRoutes(fly: Fly): SandboxRoute[] {
	return [
		action(fly, 'start', startMachine),
		action(fly, 'stop', ({ lifecycle }, machine) => lifecycle.stop(machine)),
		action(fly, 'restart', ({ lifecycle }, machine) => lifecycle.restart(machine)),
		action(fly, 'suspend', ({ lifecycle }, machine) => lifecycle.suspend(machine)),
		action(fly, 'cordon', (_fly, machine) => setCordoned(machine, true)),
		action(fly, 'uncordon', (_fly, machine) => setCordoned(machine, false)),
		fly.apiRoute('POST', `${machinePath}/signal`, 'signal machine', signalMachine),
		fly.apiRoute('POST', `${machinePath}/exec`, 'exec', refuseExec),
		fly.apiRoute('GET', `${machinePath}/ps`, 'list processes', getProcesses),
		fly.apiRoute('GET', `${machinePath}/wait`, 'wait machine', waitForState),
	];
}

function action(fly: Fly, verb: string, perform: (fly: Fly, machine: Machine) => unknown): SandboxRoute {
	return fly.apiRoute('POST', `${machinePath}/${verb}`, `${verb} machine`, (_fly, request) => ({
		status: 200,
		body: perform(fly, changeableMachine(fly, request)) ?? { ok: true },
	}));
}

function startMachine({ lifecycle }: Fly, machine: Machine): object {
	const before = machine.state;
	lifecycle.start(machine);
	return { previous_state: before, migrated: false, new_host: '' };
}

function setCordoned(machine: Machine, isCordoned: boolean): void {
	machine.cordoned = isCordoned;
}

function signalMachine(fly: Fly, request: SandboxRequest): SandboxResponse {
	const machine = changeableMachine(fly, request);
	const { signal } = jsonBody(request);
	if (signal === undefined) throw badRequest('missing signal');
	// The vendor's own client sends the number.
	if (['SIGKILL', 'SIGTERM', 'SIGINT', 9, 15, 2].some((known) => known === signal)) {
		fly.lifecycle.kill(machine, { code: signal === 'SIGKILL' || signal === 9 ? 137 : 0 });
	}
	return { status: 200, body: { ok: true } };
}

function refuseExec(fly: Fly, request: SandboxRequest): never {
	changeableMachine(fly, request);
	throw badRequest('the sandbox runs no commands inside a machine');
}

function getProcesses(fly: Fly, request: SandboxRequest): SandboxResponse {
	return { status: 200, body: listProcesses(machineOf(fly, request), request.query) };
}

/**
 * Holds the request until the machine is in one of the states, at most `timeout` seconds of sandbox time, then 408.
 * With a version it also ends when the machine went on to another one, or back to the old one after a failed pull:
 * the answer's own `version` shows which.
 */
async function waitForState(fly: Fly, request: SandboxRequest): Promise<SandboxResponse> {
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
		const isReached = states.includes(state) || (states.includes('settled') && isStable(state));
		const event = machine.events[0];
		if (!isReached || (afterEvent && (event?.id ?? '') <= afterEvent)) return undefined;
		return { ok: true, state, version: machine.version.instanceId, event_id: event?.id ?? '' };
	}, timeoutSeconds * 1000);
	if (reached) return { status: 200, body: reached };
	throw flyError(
		408,
		`deadline_exceeded: machine failed to reach desired state, ${states.join(',')}, currently ${machine.state}`,
	);
}
