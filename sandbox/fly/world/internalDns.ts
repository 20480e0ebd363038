import { objectIn } from '../json';
import type { Machine } from '../model';
import { readGroup } from './processGroup';
import type { FlyWorld } from './world';

/** An address that a name below `.internal` answers with. */
export interface InternalAddress {
	readonly machine: string;
	readonly ip: string;
}

/**
 * What Fly's private DNS answers: machines that run, whatever their checks say and whether or not Fly's proxy sends
 * them requests; those with `dns.skip_registration` are in no list, and answer to their own name alone.
 * https://fly.io/docs/networking/private-networking/#fly-io-internal-addresses
 */
export function resolveInternal(world: FlyWorld, name: string): InternalAddress[] {
	const labels = name.toLowerCase().replace(/\.$/, '').split('.');
	if (labels.pop() !== 'internal') return [];
	const app = world.apps.get(labels.pop() ?? '');
	if (!app) return [];
	const isNamed = namedBy(labels);
	return world
		.machinesOf(app)
		.filter((machine) => machine.running !== undefined && isNamed(machine))
		.map((machine) => ({ machine: machine.id, ip: machine.privateIp }));
}

function namedBy(labels: readonly string[]): (machine: Machine) => boolean {
	const [first = '', second] = labels;
	if (labels.length === 0) return isRegistered;
	if (second === 'vm') return ({ id }) => id === first;
	if (second === 'process') return (machine) => isRegistered(machine) && readGroup(machine.version.config) === first;
	if (labels.length === 1) return (machine) => isRegistered(machine) && machine.region === first;
	return () => false;
}

function isRegistered(machine: Machine): boolean {
	const config = machine.running?.version.config ?? machine.version.config;
	return objectIn(config, 'dns')['skip_registration'] !== true;
}
