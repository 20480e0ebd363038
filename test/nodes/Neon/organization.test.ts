import { useManualClock } from '../../n8n/sandboxClock';
import { NeonNodeDriver } from './neonNodeDriver';

const neon = new NeonNodeDriver(useManualClock());
beforeAll(async () => await neon.start());
beforeEach(async () => await neon.sandbox.reset());
afterAll(async () => {
	expect(neon.recorder.violations()).toEqual([]);
	await neon.sandbox.close();
});

const id = 'org-candlefish-12345678';
const get = (value: string) => ({
	resource: 'organization',
	operation: 'get',
	organizationId: { __rl: true, mode: 'id', value },
});

it.each([true, false])('tells whether a second factor is required: %s', async (required) => {
	await neon.control('/two-factor', { required });
	expect(await neon.run(get(id))).toEqual({ id, name: 'Candlefish', plan: 'scale_v3', isTwoFactorRequired: required });
});

it('says that there is no such organization, and that one must be chosen', async () => {
	expect(await neon.failure(get('org-nobody'))).toMatchObject({
		message: expect.stringContaining('organization not found'),
	});
	expect((await neon.failure(get(''))).message).toContain('Organization');
});
