import { checkedAddress } from '../../shared/health/address';
import { ConfigurationError } from '../../shared/operation/errors';
import { fullRecordName } from '../state/recordName';
import type { WatchedName } from '../state/watchedName';

/** What is watched; null where the name is empty. @throws ConfigurationError where it cannot be. */
export function watchedName(read: (parameter: string) => unknown): WatchedName | null {
	const text = (parameter: string): string => {
		const value = read(parameter);
		return typeof value === 'string' ? value.trim() : '';
	};
	const filled = (parameter: string, label: string): string => {
		const value = text(parameter);
		if (value !== '') return value;
		throw new ConfigurationError(`${label} is empty`, `Fill in ${label}`);
	};
	if (text('name') === '') return null;
	const zone = filled('zone', 'Zone').toLowerCase();
	const name = fullRecordName(text('name'), zone);
	const address = checkedAddress(filled('address', 'Primary Address'), 'Primary Address');
	// A swap would lead the asks to the standby, and the primary would seem well.
	if (address.hostname.toLowerCase() === name) {
		throw new ConfigurationError(
			`Primary Address is ${name} itself, which leads to the standby once it is swapped`,
			"Give the primary's own address, such as that of the platform it runs on",
		);
	}
	const [accountId, poolId] = [text('account'), text('pool')];
	return {
		name,
		zone,
		type: text('type') || 'CNAME',
		primary: filled('primary', 'Primary'),
		standby: filled('standby', 'Standby'),
		address,
		standbyAddress: checkedAddress(filled('standbyAddress', 'Standby Address'), 'Standby Address'),
		service: text('service'),
		environment: text('environment'),
		pool: accountId !== '' && poolId !== '' ? { accountId, poolId } : null,
	};
}
