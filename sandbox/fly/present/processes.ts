import type { JsonObject } from '../json';
import { objectIn, objectsIn } from '../json';
import type { Machine } from '../model';
import { badRequest, failedPrecondition } from '../errors';

const orders = ['pid', 'rss', 'cpu', 'rtime', 'stime', 'command'] as const;

/**
 * Fly's init and the machine's program, which listens on the ports of its services. Raises 412 for a machine that
 * does not run, 400 for an order that is none.
 */
export function listProcesses(machine: Machine, query: URLSearchParams): JsonObject[] {
	if (!machine.running) throw failedPrecondition(`machine is ${machine.state}, it must be started to list processes`);
	const sortBy = orders.find((order) => order === (query.get('sort_by') ?? 'pid'));
	const order = query.get('order') ?? 'asc';
	if (!sortBy || (order !== 'asc' && order !== 'desc')) throw badRequest('invalid sort_by or order');
	const { config, image } = machine.running.version;
	const { cmd, exec } = objectIn(config, 'init');
	const words: unknown[] = Array.isArray(exec) ? exec : Array.isArray(cmd) ? cmd : [image.repository];
	const stat = { cpu: 0, directory: '/', rtime: 0, stime: 0 };
	const processes = [
		{ ...stat, pid: 1, command: '/fly/init', rss: 12_000_000, listen_sockets: [] },
		{
			...stat,
			pid: 302,
			command: words.join(' '),
			rss: 64_000_000,
			listen_sockets: objectsIn(config, 'services').map((service) => ({
				proto: String(service['protocol'] ?? 'tcp'),
				address: `:${String(service['internal_port'])}`,
			})),
		},
	];
	const direction = order === 'desc' ? -1 : 1;
	return processes.sort((left, right) => {
		const [one, other] = [left[sortBy], right[sortBy]];
		return direction * (one < other ? -1 : one > other ? 1 : 0);
	});
}
