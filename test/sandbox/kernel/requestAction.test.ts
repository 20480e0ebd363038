import { FaultList } from '../../../sandbox/kernel/faults';
import { requestAction } from '../../../sandbox/kernel/requestAction';

const action = (body: string, headers: Record<string, string> = {}): string =>
	requestAction(headers, Buffer.from(body));

describe('requestAction', () => {
	test.each([
		['AWS by JSON', '{}', { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.UpdateService' }, 'UpdateService'],
		['AWS by a form', 'Action=GetCallerIdentity&Version=2011-06-15', {}, 'GetCallerIdentity'],
		['GraphQL', '{"query":"  mutation SlipwayPublish($a: ID!) { publish }"}', {}, 'SlipwayPublish'],
		['GraphQL without a name', '{"query":"{ app { id } }"}', {}, ''],
		['a Redis command', '["hgetall","slipway:rows"]', {}, 'HGETALL'],
		['a Redis pipeline, each word once', '[["GET","a"],["get","b"],["DEL","c"]]', {}, 'GET DEL'],
		['what method and path say', '{"state":"success"}', {}, ''],
		['no body', '', {}, ''],
		['no JSON', '{"query": ', {}, ''],
	])('of %s', (_what, body, headers, expected) => {
		expect(action(body, headers)).toBe(expected);
	});
});

test('a fault of one action passes over the others, also where it counts', () => {
	const faults = new FaultList();
	faults.add({ platform: 'aws', kind: 'reset', action: 'UpdateService', afterRequests: 1 });
	const taken = ['UpdateService', 'DescribeServices', 'UpdateService', 'UpdateService'].map(
		(name) => faults.take('aws', 'POST', '/', name)?.kind,
	);
	expect(taken).toEqual([undefined, undefined, 'reset', undefined]);
	expect(faults.isEmpty).toBe(true);
});
