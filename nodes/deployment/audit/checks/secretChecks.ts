import { isTrueAt, textAt, valueAt } from '../../values/jsonFields';
import { type AuditFinding, findingsOf } from '../auditFinding';
import { unseenReason } from '../unseen';

const dayMs = 86_400_000;

/** The usual demand on secrets that nothing rotates. */
const oldDays = 90;

/**
 * A secret of AWS, by what Secret: Describe gave: no value is read. A service may need none; one that the catalog
 * names (`isNamed`) must be there.
 */
export function secretFindings(
	name: string,
	seen: unknown,
	{ isNamed, nowMs }: { readonly isNamed: boolean; readonly nowMs: number },
): AuditFinding[] {
	const make = findingsOf('secrets', name);
	const unseen = unseenReason(seen);
	if (/ResourceNotFoundException/.test(unseen)) {
		return [
			isNamed
				? make.failed(
						'kept',
						'There is no such secret in AWS Secrets Manager, and the catalog names it',
						'Make it with Secret: Bootstrap, or correct the column secret_name',
					)
				: make.unknown(
						'kept',
						'There is no such secret in AWS Secrets Manager: the service needs none, or has its secrets elsewhere',
						'If it has any, make it with Secret: Bootstrap and let workflow 09 bring it to the platforms',
					),
		];
	}
	if (unseen !== '') return [make.unknown('kept', `It could not be read: ${unseen}`)];
	if (textAt(seen, 'deletedAt') !== null) {
		return [
			make.failed('kept', 'It is scheduled for deletion', 'Restore it, if a service still needs it', {
				isSevere: true,
			}),
		];
	}
	const versions = findingsOf('secretVersions', name);
	const hasPrevious = textAt(valueAt(seen, 'stages'), 'AWSPREVIOUS') !== null;
	return [
		make.passed('kept', 'It is in AWS Secrets Manager'),
		ageFinding(name, seen, nowMs),
		hasPrevious
			? versions.passed('previous', 'Its previous version is kept')
			: versions.unknown('previous', 'It has had one version so far, so that there is none to go back to'),
	];
}

function ageFinding(name: string, seen: unknown, nowMs: number): AuditFinding {
	const make = findingsOf('secrets', name);
	const changedAtMs = Date.parse(textAt(seen, 'changedAt') ?? textAt(seen, 'createdAt') ?? '');
	if (Number.isNaN(changedAtMs)) return make.unknown('age', 'AWS does not tell when it was changed');
	const days = Math.floor((nowMs - changedAtMs) / dayMs);
	const rotates = isTrueAt(seen, 'rotates');
	const what = `It was changed ${days} ${days === 1 ? 'day' : 'days'} ago${rotates ? ', and rotates by itself' : ''}`;
	return days <= oldDays
		? make.passed('age', what)
		: make.failed(
				'age',
				`${what}, more than ${oldDays} days`,
				rotates ? 'Its rotation does not work: look at it in AWS' : 'Change it, or let AWS rotate it',
			);
}

/** Names of variables whose values are secrets, by what they are called. */
export function secretNames(names: readonly string[]): string[] {
	return names.filter((name) =>
		/(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|DSN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|SECRET_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|DATABASE_URL|REDIS_URL|CONNECTION_STRING)$/i.test(
			name,
		),
	);
}
