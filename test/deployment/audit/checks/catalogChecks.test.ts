import type { AuditFinding } from '../../../../nodes/deployment/audit/auditFinding';
import { catalogFindings } from '../../../../nodes/deployment/audit/checks/catalogChecks';
import { readServiceCatalog } from '../../../../nodes/deployment/catalog/serviceCatalog';
import { short } from '../findings';

describe('the catalog', () => {
	const row = (service: string, more: object = {}) => ({
		service,
		environment: 'production',
		platform: 'ecs',
		target: `candlefish/${service}`,
		repository: 'candlefish-ai/candlefish',
		branch: 'main',
		paths: `services/${service}/**`,
		depends_on: '',
		enabled: true,
		health_url: `https://${service}.candlefish.ai/health`,
		...more,
	});
	const of = (...rows: object[]) => catalogFindings(readServiceCatalog(rows as Array<Record<string, unknown>>).rows);
	it('misses a staging, and takes one on another platform for none', () => {
		const staging = (found: AuditFinding[]) =>
			found.filter(({ line }) => line === 'staging').map(({ subject, verdict }) => `${subject} ${verdict}`);
		expect(staging(of(row('gateway')))).toEqual(['gateway failed']);
		expect(
			staging(of(row('gateway'), row('gateway', { environment: 'staging', target: 'candlefish/gateway-staging' }))),
		).toEqual(['gateway passed']);
		expect(
			staging(of(row('gateway'), row('gateway', { environment: 'staging', platform: 'fly', target: 'gateway' }))),
		).toEqual(['gateway failed']);
		expect(
			staging(of(row('gateway'), row('gateway', { environment: 'staging', target: 'c/s', enabled: false }))),
		).toEqual(['gateway failed']);
		expect(staging(of(row('gateway'), row('gateway', { environment: 'preview' })))).toEqual(['gateway failed']);
	});

	it('says what no API tells, and never that it is well', () => {
		const found = of(row('api', { platform: 'fly', target: 'api' })).filter(({ line }) => line !== 'staging');
		expect(found.map(short)).toEqual([
			'twoFactor required: unknown',
			'containers image: unknown',
			'codeBackup copy: unknown',
		]);
		expect(found[0]?.what).toContain('Fly.io (Organization, Settings)');
	});
});
