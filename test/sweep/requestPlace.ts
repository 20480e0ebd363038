import type { FaultSpecification } from '../../sandbox';
import type { SandboxExchange } from '../../sandbox/kernel/exchange';
import { matchesPath } from '../../sandbox/kernel/faults';
import { requestAction } from '../../sandbox/kernel/requestAction';
import type { AskedRequest } from '../n8n/engine/impatience';
import type { SweepFault } from './faults';

/** A request that a good run makes: which one of those that look the same, counted from 1. */
export interface RequestPlace {
	readonly platform: string;
	readonly method: string;
	/** With `*` for what is another one in each run: commits, ids, dates. */
	readonly path: string;
	/** What is asked for, where one path serves for all; else empty. */
	readonly action: string;
	readonly occurrence: number;
	readonly isWrite: boolean;
}

type SeenRequest = Omit<RequestPlace, 'occurrence'>;

const CHANGING_SEGMENT = /^\d+$|[0-9a-f]{7,}|\d{4}/i;
const READING_ACTION = /^(Describe|List|Get|BatchGet)|^(HGETALL|HVALS|HLEN|GET|KEYS|EXISTS|TTL|PTTL)$/;

/** What a request is, apart from what differs between two runs. */
export function seenRequest(exchange: SandboxExchange): SeenRequest {
	const { platform, method, requestHeaders, requestBody } = exchange;
	const action = requestAction(requestHeaders, requestBody);
	const path = exchange.path
		.split('/')
		.map((segment) => (CHANGING_SEGMENT.test(segment) ? '*' : segment))
		.join('/');
	const isQuery = action !== '' && /"query":"\s*query/.test(requestBody.subarray(0, 200).toString('utf8'));
	const isWrite = method !== 'GET' && method !== 'HEAD' && !isQuery && !READING_ACTION.test(action);
	return { platform, method, path, action, isWrite };
}

/** A path without a star is also that of all below it: one at the front makes it exact. */
const exactPath = (path: string): string => `*${path}`;

/** Counts the requests of a run as a fault of the sandbox counts them. */
export function placesOf(exchanges: readonly SandboxExchange[]): RequestPlace[] {
	const seen = exchanges.map((exchange) => ({ exchange, request: seenRequest(exchange) }));
	return seen.map(({ request }, index) => {
		const { platform, method, path, action } = request;
		const like = seen
			.slice(0, index + 1)
			.filter(
				(other) =>
					other.request.platform === platform &&
					other.request.method === method &&
					other.request.action === action &&
					matchesPath(exactPath(path), other.exchange.path),
			);
		return { ...request, occurrence: like.length };
	});
}

/** `fly POST /v1/apps/paintbox-api/machines #2`. */
export function placeName({ platform, method, path, action, occurrence }: RequestPlace): string {
	const what = action === '' ? `${method} ${path}` : `${action}${path === '/' ? '' : ` ${path}`}`;
	return `${platform} ${what} #${occurrence}`;
}

/** That fault at that place. */
export function faultAt(place: RequestPlace, { specification, isLasting }: SweepFault): FaultSpecification {
	const { platform, method, path, action, occurrence } = place;
	return {
		...specification,
		platform,
		method,
		path: exactPath(path),
		...(action !== '' && { action }),
		afterRequests: occurrence - 1,
		times: isLasting ? 'always' : 1,
	};
}

/** Whether a request of a node is one of those at that place, of whatever number. */
export function isLike({ platform, method, path }: RequestPlace, asked: AskedRequest): boolean {
	const mounted = platform === 'public' ? path : `/${platform}${path}`;
	const withoutSlash = (text: string): string => text.replace(/\/$/, '');
	return asked.method === method && matchesPath(exactPath(withoutSlash(mounted)), withoutSlash(asked.path));
}
