import { ECSClient, DescribeServicesCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs';

import type { AwsAccess } from '../../../nodes/shared/aws/awsAccess';
import { AwsRequestError } from '../../../nodes/shared/aws/awsRequestError';
import { createAwsService } from '../../../nodes/shared/aws/awsService';
import {
	ConnectionFailure,
	type IncomingResponse,
	type OutgoingRequest,
} from '../../../nodes/shared/aws/httpRequestHandler';
import { useManualClock } from '../../n8n/sandboxClock';

const clock = useManualClock();
const secret = 'planted-secret-access-key';
const access: AwsAccess = {
	region: 'us-east-1',
	endpoint: 'http://127.0.0.1:1',
	keys: { accessKeyId: 'AKIAPLANTED00000000', secretAccessKey: secret },
	role: undefined,
};

function answer(status: number, body: unknown, type = 'application/x-amz-json-1.1'): IncomingResponse {
	return {
		status,
		headers: { 'content-type': type },
		bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
	};
}

/** ECS that gives these answers, one after the other, the last one again and again. */
function ecsThat(answers: (IncomingResponse | Error)[], more: Partial<AwsAccess> = {}) {
	const sent: OutgoingRequest[] = [];
	const service = createAwsService(
		{ name: 'AWS ECS', createClient: (config) => new ECSClient(config), advice: () => undefined },
		{ ...access, ...more },
		async (request) => {
			if (request.body?.toString().includes('Action=AssumeRole')) return assumed(sent);
			sent.push(request);
			const next = answers.length > 1 ? answers.shift() : answers[0];
			if (!next) throw new Error('The test gave no answer');
			if (next instanceof Error) throw next;
			return next;
		},
	);
	return {
		sent,
		describe: async () =>
			await service.call(
				'DescribeServices',
				async (client) => await client.send(new DescribeServicesCommand({ services: ['a'] })),
			),
		update: async () =>
			await service.call(
				'UpdateService',
				async (client) => await client.send(new UpdateServiceCommand({ service: 'a' })),
			),
	};
}

/** Each session has keys of its own. */
function assumed(sent: readonly unknown[]): IncomingResponse {
	return answer(
		200,
		`<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA${sent.length}</AccessKeyId><SecretAccessKey>s${sent.length}</SecretAccessKey><SessionToken>session-${sent.length}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
		'text/xml',
	);
}

async function failureOf(work: Promise<unknown>): Promise<AwsRequestError> {
	const error: unknown = await work.then(
		() => {
			throw new Error('It did not fail');
		},
		(reason: unknown) => reason,
	);
	if (!(error instanceof AwsRequestError)) throw error;
	expect(`${error.message} ${error.advice} ${JSON.stringify(error)}`).not.toContain(secret);
	return error;
}

const good = answer(200, { services: [], failures: [] });
const expired = answer(400, {
	__type: 'ExpiredTokenException',
	message: 'The security token included in the request is expired',
});

describe('what is no answer of AWS', () => {
	it.each([
		['a page of a gateway', answer(502, '<html>planted-secret-access-key</html>', 'text/html')],
		['a page with 200', answer(200, '<html>Sign in</html>', 'text/html')],
		['JSON that was cut off', answer(200, '{"services": [{"serv')],
		['a connection that was reset', new ConnectionFailure('socket hang up', 'ECONNRESET')],
	])('%s: a read is tried again', async (_what, first) => {
		const ecs = ecsThat([first, good]);
		expect(await ecs.describe()).toMatchObject({ services: [] });
		expect(ecs.sent).toHaveLength(2);
	});

	it.each([
		['a page with 200', answer(200, '<html>Sign in</html>', 'text/html')],
		['a page with 500', answer(500, '<!doctype html>', 'text/html')],
	])('%s: a write may have happened, and is not sent again', async (_what, first) => {
		const ecs = ecsThat([first]);
		const error = await failureOf(ecs.update());
		expect(error).toMatchObject({ mayHaveHappened: true, isTransient: true, code: 'UnreadableAnswer' });
		expect(error.message).toMatch(
			/did not answer UpdateService: what came, with status (200|500), is not an answer of AWS/,
		);
		expect(error.advice).toMatch(/proxy/);
		expect(ecs.sent).toHaveLength(1);
	});
});

describe('what AWS refuses', () => {
	it("an error that nobody knows yet is a refusal in AWS's own words", async () => {
		const ecs = ecsThat([answer(400, { __type: 'SomethingNewException', message: 'New words' })]);
		const error = await failureOf(ecs.describe());
		expect(error).toMatchObject({ code: 'SomethingNewException', status: 400, mayHaveHappened: false });
		expect(error.message).toBe('AWS ECS refused DescribeServices (SomethingNewException): New words');
		expect(ecs.sent).toHaveLength(1);
	});

	it.each(['ThrottlingException', 'RequestLimitExceeded', 'TooManyRequestsException'])(
		'%s is waited out, for a write too, and no longer than 15 s',
		async (code) => {
			const startedAtMs = clock.now();
			const ecs = ecsThat([answer(400, { __type: code, message: 'Rate exceeded' })]);
			const error = await failureOf(ecs.update());
			expect(error.advice).toMatch(/limits the calls/);
			expect(ecs.sent).toHaveLength(5);
			expect(clock.now() - startedAtMs).toBeGreaterThan(3_000);
			expect(clock.now() - startedAtMs).toBeLessThan(15_000);
		},
	);

	it('a quota that is used up is no rate limit: waiting would not help', async () => {
		const ecs = ecsThat([
			answer(400, { __type: 'LimitExceededException', message: 'The limit for the resource was exceeded' }),
		]);
		expect((await failureOf(ecs.update())).advice).toMatch(/quota/);
		expect(ecs.sent).toHaveLength(1);
	});

	it('names the permission that is missing', async () => {
		const message =
			'User: arn:aws:sts::123456789012:assumed-role/deployer/slipway is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/execution because no identity-based policy allows the iam:PassRole action';
		const error = await failureOf(ecsThat([answer(400, { __type: 'AccessDeniedException', message })]).update());
		expect(error.advice).toMatch(/allow iam:PassRole in its policy/);
	});
});

describe('keys that have expired', () => {
	const role = { arn: 'arn:aws:iam::123456789012:role/deployer', externalId: undefined };

	it('are not tried again where a person pasted them: the advice says which, and what to do', async () => {
		const ecs = ecsThat([expired]);
		const error = await failureOf(ecs.describe());
		expect(error.advice).toMatch(
			/session token in the Slipway AWS API credential has expired. Paste new temporary keys, or use .* a role to assume/,
		);
		expect(ecs.sent).toHaveLength(1);
	});

	it('of a role are renewed once', async () => {
		const ecs = ecsThat([expired, good], { role });
		expect(await ecs.describe()).toMatchObject({ services: [] });
		const tokens = ecs.sent.map(({ headers }) => headers['x-amz-security-token']);
		expect(tokens).toEqual(['session-0', 'session-1']);
	});

	it('of a role that stay expired are an error', async () => {
		const ecs = ecsThat([expired], { role });
		expect((await failureOf(ecs.update())).code).toBe('ExpiredTokenException');
		expect(ecs.sent).toHaveLength(2);
	});
});
