import { awsClearTimeout, awsSetTimeout } from '../../../nodes/shared/aws/timers';
import { createRequestHandler, type OutgoingRequest } from '../../../nodes/shared/aws/httpRequestHandler';

const base = {
	method: 'POST',
	protocol: 'https:',
	hostname: 'ecs.us-east-1.amazonaws.com',
	path: '/',
	headers: { host: 'x' },
};

async function sent(more: object): Promise<OutgoingRequest> {
	const requests: OutgoingRequest[] = [];
	const handler = createRequestHandler(async (request) => {
		requests.push(request);
		return { status: 200, headers: { a: 'b' }, bytes: Buffer.from('{}') };
	});
	const { response } = await handler.handle({ ...base, ...more });
	expect(response).toMatchObject({ statusCode: 200, headers: { a: 'b' } });
	expect(response.body).toBeInstanceOf(Uint8Array);
	const [request] = requests;
	if (!request) throw new Error('Nothing was sent');
	return request;
}

it('sends bytes and text as they are, to the very address', async () => {
	const padded = new Uint8Array([0, 1, 255, 3]).subarray(1, 3);
	expect((await sent({ body: padded })).body).toEqual(Buffer.from([1, 255]));
	expect((await sent({ body: 'Ä' })).body).toEqual(Buffer.from('Ä'));
	expect((await sent({})).body).toBeUndefined();
	expect((await sent({ port: 8443, path: '/a', query: { b: ['1', '2 3'], c: null } })).url).toBe(
		'https://ecs.us-east-1.amazonaws.com:8443/a?b=1&b=2%203&c',
	);
	await expect(sent({ body: {} })).rejects.toThrow(/neither a string nor bytes/);
});

it('gives the SDK timers that run, and do not run once cleared', async () => {
	const ran: string[] = [];
	const cleared = awsSetTimeout((word: string) => ran.push(word), 1, 'cleared');
	awsClearTimeout(cleared);
	await new Promise<void>((resolve) => {
		awsSetTimeout(
			(word: string) => {
				ran.push(word);
				resolve();
			},
			5,
			'ran',
		).unref();
	});
	awsClearTimeout(undefined);
	expect(ran).toEqual(['ran']);
});
