import { getCredentialAllowedDomains, injectDomainRestrictionFields, NodeHelpers } from 'n8n-workflow';
import type { ICredentialType, INode, INodeType } from 'n8n-workflow';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** The class that a file exports under its own name, as n8n makes it. */
function loadClass<Made>(file: string): Made {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- whichever files there are, as n8n requires them
	const exported = require(path.join(root, file)) as Record<string, new () => Made>;
	const Made = exported[path.basename(file).split('.')[0] ?? ''];
	if (!Made) throw new Error(`${file} exports no class of its name`);
	return new Made();
}

const credentialFiles = readdirSync(path.join(root, 'credentials')).map((file) => `credentials/${file}`);
const credentials = credentialFiles.map((file): [string, ICredentialType] => [file, loadClass<ICredentialType>(file)]);

const nodeFiles = readdirSync(path.join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.node.ts'))
	.map((file) => `nodes/${file.split(path.sep).join('/')}`);

const httpRequestNode: INode = {
	id: 'http-request',
	name: 'HTTP Request',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.3,
	position: [0, 0],
	parameters: {},
};

it('finds every credential', () => {
	expect(credentials.length).toBeGreaterThanOrEqual(8);
	expect(nodeFiles.length).toBeGreaterThanOrEqual(13);
});

describe.each(credentials)('%s', (_file, type) => {
	it('is refused by every node that is not ours', () => {
		expect(type.restrictToSupportedNodes).toBe(true);
	});

	it('names a node of ours that takes it, or nothing could use it', () => {
		const users = nodeFiles.filter((file) =>
			(loadClass<INodeType>(file).description.credentials ?? []).some(({ name }) => name === type.name),
		);
		expect(users).not.toEqual([]);
	});

	it('cannot be sent by an HTTP Request node, when it is new and when it was saved before this rule', () => {
		const properties = injectDomainRestrictionFields(type);
		expect(properties.filter(({ name }) => name === 'allowedHttpRequestDomains')).toHaveLength(1);
		for (const saved of [{}, { accessToken: 'saved-before' }]) {
			const data = NodeHelpers.getNodeParameters(properties, saved, true, false, null, null) ?? {};
			expect(() =>
				getCredentialAllowedDomains({ node: httpRequestNode, credentialData: data as Record<string, string> }),
			).toThrow(/prevent use within an HTTP Request node/);
		}
	});

	it('lets nobody choose otherwise in its window', () => {
		const field = injectDomainRestrictionFields(type).find(({ name }) => name === 'allowedHttpRequestDomains');
		expect(field).toMatchObject({ type: 'hidden', default: 'none' });
	});

	it('is tested without following a redirect', () => {
		if (type.test === undefined) {
			// AWS: its nodes test it, since only they can sign.
			expect(readFileSync(path.join(root, 'nodes/shared/aws/credentialTest.ts'), 'utf8')).toContain(
				'followRedirect: false',
			);
			return;
		}
		expect(type.test.request).toMatchObject({ disableFollowRedirect: true });
	});
});
