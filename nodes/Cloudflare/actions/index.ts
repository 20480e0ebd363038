import type { Resource } from '../../shared/operation/operation';
import { cache } from './cache';
import { dnsRecord } from './dnsRecord';
import { failover } from './failover';
import { pool } from './pool';
import { zone } from './zone';

export const resources: readonly Resource[] = [dnsRecord, pool, zone, cache, failover];
