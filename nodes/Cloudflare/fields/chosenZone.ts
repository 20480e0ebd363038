import type { OperationContext } from '../../shared/operation/operation';
import type { CloudflareClient } from '../api/client';
import type { CloudflareZone } from '../api/types';
import { findZone } from '../api/zones';
import { fullRecordName } from '../state/recordName';
import { zoneField } from './locators';
import { nameField } from './record';

export async function chosenZone(context: OperationContext, client: CloudflareClient): Promise<CloudflareZone> {
	return await findZone(client, zoneField.read(context));
}

/** The name that was entered, in full. @throws ConfigurationError where it is outside the zone. */
export function chosenName(context: OperationContext, zone: CloudflareZone): string {
	return fullRecordName(nameField.read(context), zone.name);
}
