import type { Resource } from '../../shared/operation/operation';
import { alert } from './alert';
import { annotation } from './annotation';
import { dashboard } from './dashboard';
import { deployment } from './deployment';
import { metric } from './metric';
import { query } from './query';
import { silence } from './silence';

export const resources: readonly Resource[] = [annotation, metric, query, silence, alert, dashboard, deployment];
