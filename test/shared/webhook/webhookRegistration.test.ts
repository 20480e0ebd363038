import { GitHubDeployTrigger } from '../../../nodes/GitHub/GitHubDeployTrigger.node';
import { NetlifyDeployTrigger } from '../../../nodes/Netlify/NetlifyDeployTrigger.node';

describe.each([new GitHubDeployTrigger(), new NetlifyDeployTrigger()])('$description.name', ({ description }) => {
	it('needs no expression for a delivery', () => {
		const values = Object.values(description.webhooks?.[0] ?? {}) as unknown[];
		expect(values.filter((value) => typeof value === 'string' && value.startsWith('='))).toEqual([]);
		expect(description.webhooks?.[0]).toMatchObject({ responseCode: 202 });
	});

	it('is made as version 2, and still knows the version that saved workflows have', () => {
		expect(description).toMatchObject({ version: [1, 2], defaultVersion: 2 });
	});
});
