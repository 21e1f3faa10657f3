// SPDX-License-Identifier: GPL-3.0-or-later
// PouchDB with leveldb, both ends in processes of their own.
//   node pouch.mjs server FOLDER DOCUMENTS    prints its port when the documents are there; ends with its standard input
//   node pouch.mjs client FOLDER PORT BATCH   replicates everything, prints {"seconds":…,"records":…}
import express from 'express';
import pouchExpress from 'express-pouchdb';
import PouchDB from 'pouchdb-node';

const [role, folder, ...rest] = process.argv.slice(2);
const Database = PouchDB.defaults({ prefix: folder + '/' });

function attendee(number) {
    return { _id: String(number).padStart(8, '0'), list: '01j00000000000000000000005', ticket: `01j${String(number).padStart(23, '0')}`,
        product: '01j00000000000000000000003', serial: number * 7919, reissue: 0, state: 'valid', attention: '',
        validFrom: 1790000000000, validUntil: 1790100000000 };
}

if (role === 'server') {
    const database = new Database('event');
    const count = Number(rest[0]);
    for (let at = 0; at < count; at += 5000)
        await database.bulkDocs(Array.from({ length: Math.min(5000, count - at) }, (_, index) => attendee(at + index)));
    const application = express();
    application.use('/', pouchExpress(Database, { mode: 'minimumForPouchDB', inMemoryConfig: true }));
    const server = application.listen(0, '127.0.0.1', () => console.log(server.address().port));
    process.stdin.on('end', () => process.exit(0)).resume();
} else {
    const local = new Database('copy');
    const begin = process.hrtime.bigint();
    const result = await local.replicate.from(`http://127.0.0.1:${rest[0]}/event`, { batch_size: Number(rest[1]) });
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    console.log(JSON.stringify({ seconds, records: result.docs_written }));
    process.exit(0);
}
