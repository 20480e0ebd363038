import { certificateFinding } from '../../../../nodes/deployment/audit/checks/certificateChecks';
import { daysFromNow, nowMs, short } from '../findings';

it.each([
	[daysFromNow(60), 'passed'],
	[daysFromNow(20), 'failed'],
	[daysFromNow(7), 'failed severe'],
	[daysFromNow(0.5), 'failed severe'],
	[daysFromNow(-1), 'failed severe'],
	['', 'unknown'],
	['soon', 'unknown'],
])('a certificate that ends at "%s" is %s', (expiresAt, expected) => {
	const finding = certificateFinding('paintbox', { name: 'paintbox.candlefish.ai', expiresAt, state: 'issued' }, nowMs);
	expect(short(finding)).toBe(`tls certificate paintbox.candlefish.ai: ${expected}`);
	expect(finding.what).toContain('paintbox.candlefish.ai');
});
