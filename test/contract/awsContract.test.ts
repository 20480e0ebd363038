import { createAwsValidator } from './awsContract';
import type { CheckedExchange, ContractValidator } from './contractValidator';

const made = createAwsValidator();
const missing = 'missing' in made ? made.missing : undefined;
const validator: Pick<ContractValidator, 'validateExchange'> =
	'missing' in made
		? {
				validateExchange: () => {
					throw new Error(made.missing);
				},
			}
		: made;
// The contract is handed to the team, not part of the project: without it there is nothing to hold against.
const test = missing === undefined ? globalThis.test : globalThis.test.skip;

function problems(target: string, request: unknown, answer: unknown, status = 200): string[] {
	const exchange: CheckedExchange = {
		method: 'POST',
		path: '/',
		query: new URLSearchParams(),
		requestHeaders: { 'x-amz-target': target },
		requestBody: Buffer.from(JSON.stringify(request)),
		status,
		responseHeaders: {},
		responseBody: Buffer.from(JSON.stringify(answer)),
		fault: undefined,
	};
	return validator.validateExchange(exchange);
}

const ECS = 'AmazonEC2ContainerServiceV20141113';

test.each([
	['a missing member', `${ECS}.UpdateService`, {}, {}, /request \/service is required/],
	['an unknown member', `${ECS}.ListClusters`, { limit: 1 }, {}, /request \/limit is no member/],
	['a wrong type', `${ECS}.ListClusters`, { maxResults: '1' }, {}, /maxResults must be a whole number/],
	[
		'a wrong enum deep inside',
		`${ECS}.DescribeServices`,
		{ services: ['a'] },
		{ services: [{ deployments: [{ rolloutState: 'DONE' }] }] },
		/services\/0\/deployments\/0\/rolloutState "DONE"/,
	],
	[
		'milliseconds for a time',
		`${ECS}.DescribeServices`,
		{ services: ['a'] },
		{ services: [{ createdAt: 1_767_225_600_000 }] },
		/createdAt must be a time in seconds/,
	],
	['a length', 'secretsmanager.GetSecretValue', { SecretId: '' }, {}, /SecretId is below 1/],
	['bytes', 'secretsmanager.GetSecretValue', { SecretId: 'a' }, { SecretBinary: '*' }, /base64/],
	['an unknown operation', `${ECS}.Deploy`, {}, {}, /no operation of the contract/],
])('finds %s', (_, target, request, answer, expected) => {
	expect(problems(target, request, answer)).toEqual([expect.stringMatching(expected)]);
});

test('errors must be declared, or common to all services', () => {
	const error = (type: string) => ({ __type: type, message: 'text' });
	const target = `${ECS}.UpdateService`;
	expect(problems(target, {}, error('ServiceNotFoundException'), 400)).toEqual([]);
	expect(problems(target, {}, error('ThrottlingException'), 400)).toEqual([]);
	expect(problems(target, {}, error('ConflictException'), 400)).toHaveLength(1);
	expect(problems(target, {}, error('NoSuchThing'), 400)).toHaveLength(1);
	expect(problems(target, {}, {}, 400)).toHaveLength(1);
});

test('accepts what fits', () => {
	const answer = { services: [{ createdAt: 1_767_225_600.5, desiredCount: 2 }], failures: [] };
	expect(problems(`${ECS}.DescribeServices`, { services: ['a'] }, answer)).toEqual([]);
});
