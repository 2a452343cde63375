//! Turns what Redis answers into records, and refuses what cannot be one of ours.

use std::sync::Arc;

use redis::Value;
use uuid::Uuid;

use crate::{Confirmed, Hash, LogError, Position, Record, Tail, verify::whole_part};

/// The answer of XRANGE: entries, each an id and a list of fields and values.
pub(super) fn records(stream: &str, after: u64, value: Value) -> Result<Vec<Record>, LogError> {
    match value {
        Value::Nil => Ok(Vec::new()),
        Value::Array(entries) => {
            whole_part(stream, after, entries.into_iter().map(|entry| record(stream, entry)))
        }
        other => Err(unexpected(&other)),
    }
}

/// The answer of XREAD for one key: nothing, or a list of one pair of key and entries.
pub(super) fn read_records(stream: &str, after: u64, value: Value) -> Result<Vec<Record>, LogError> {
    let keys = match value {
        Value::Nil => return Ok(Vec::new()),
        Value::Array(keys) => keys,
        other => return Err(unexpected(&other)),
    };
    match keys.into_iter().next() {
        None => Ok(Vec::new()),
        Some(Value::Array(mut pair)) if pair.len() == 2 => {
            records(stream, after, pair.pop().unwrap_or_default())
        }
        Some(other) => Err(unexpected(&other)),
    }
}

fn record(stream: &str, value: Value) -> Result<Record, LogError> {
    let Value::Array(parts) = value else { return Err(unexpected(&value)) };
    let Ok([Value::BulkString(redis_id), Value::Array(fields)]) = <[Value; 2]>::try_from(parts) else {
        return Err(LogError::damaged(stream, 0, "an entry of the Redis stream has no fields"));
    };
    let redis_id = String::from_utf8_lossy(&redis_id).into_owned();
    let offset = offset_of(stream, &redis_id)?;
    let damaged = |what: &str| LogError::damaged(stream, offset, what);
    let (mut id, mut bytes, mut hash) = (None, None, None);
    let mut fields = fields.into_iter();
    while let (Some(Value::BulkString(name)), Some(Value::BulkString(value))) = (fields.next(), fields.next())
    {
        match name.as_slice() {
            b"id" => id = Uuid::try_parse_ascii(&value).ok(),
            b"entry" => bytes = String::from_utf8(value).ok(),
            b"hash" => hash = hash_of(&value),
            _ => {}
        }
    }
    Ok(Record {
        offset,
        id: id.ok_or_else(|| damaged("it has no id that is a UUID"))?,
        bytes: Arc::from(bytes.ok_or_else(|| damaged("it has no entry that is UTF-8"))?),
        hash: hash.ok_or_else(|| damaged("it has no hash"))?,
    })
}

/// The answer of `tail.lua`. `None` when the stream was never written.
pub(super) fn tail(stream: &str, value: &Value) -> Result<Option<Tail>, LogError> {
    let parts = match value {
        Value::Array(parts) => parts.as_slice(),
        other => return Err(unexpected(other)),
    };
    let [Value::BulkString(epoch), Value::BulkString(redis_id), Value::BulkString(hash)] = parts else {
        return Err(unexpected(value));
    };
    if epoch.is_empty() {
        return Ok(None);
    }
    let epoch = std::str::from_utf8(epoch)
        .ok()
        .and_then(|epoch| epoch.parse().ok())
        .ok_or_else(|| LogError::damaged(stream, 0, "its epoch is not a number"))?;
    if redis_id.is_empty() {
        return Ok(Some(Tail { position: Position { epoch, offset: 0 }, hash: Hash::default() }));
    }
    let offset = offset_of(stream, &String::from_utf8_lossy(redis_id))?;
    let hash = hash_of(hash).ok_or_else(|| LogError::damaged(stream, offset, "it has no hash"))?;
    Ok(Some(Tail { position: Position { epoch, offset }, hash }))
}

/// The answer of `confirm.lua`. A stream that was never written, or is gone, has no epoch.
pub(super) fn confirmed(
    stream: &str,
    offset: u64,
    value: Value,
    durable: bool,
) -> Result<Confirmed, LogError> {
    let Value::Array(mut parts) = value else { return Err(unexpected(&value)) };
    let entry = parts.pop().unwrap_or_default();
    let tail = tail(stream, &Value::Array(parts))?.unwrap_or_default();
    let entry = match offset {
        0 => None,
        _ => records(stream, offset - 1, entry)?.pop(),
    };
    Ok(Confirmed { tail, entry, durable })
}

/// The answer of `append.lua`.
pub(super) fn offsets(value: &Value) -> Result<Vec<u64>, LogError> {
    let Value::Array(offsets) = value else { return Err(unexpected(value)) };
    let parse = |value: &Value| match value {
        Value::BulkString(text) => std::str::from_utf8(text).ok()?.parse().ok(),
        _ => None,
    };
    offsets.iter().map(|value| parse(value).ok_or_else(|| unexpected(value))).collect()
}

/// The answer of `extend.lua`: an epoch, or nothing.
pub(super) fn epoch(value: &Value) -> Result<Option<u64>, LogError> {
    match value {
        Value::Nil => Ok(None),
        Value::BulkString(text) => {
            let epoch = std::str::from_utf8(text).ok().and_then(|text| text.parse().ok());
            epoch.map(Some).ok_or_else(|| unexpected(value))
        }
        other => Err(unexpected(other)),
    }
}

fn offset_of(stream: &str, redis_id: &str) -> Result<u64, LogError> {
    let offset = redis_id.strip_suffix("-0").and_then(|offset| offset.parse().ok());
    offset.ok_or_else(|| {
        LogError::damaged(stream, 0, format!("there is an entry with the Redis id {redis_id}"))
    })
}

fn hash_of(text: &[u8]) -> Option<Hash> {
    let mut hash = Hash::default();
    hex::decode_to_slice(text, &mut hash).ok().map(|()| hash)
}

/// Not of a shape that Redis gives: something between us and it, or not Redis at all.
fn unexpected(value: &Value) -> LogError {
    let shown: String = format!("{value:?}").chars().take(80).collect();
    LogError::unavailable(format!("Redis gave an answer that it never gives: {shown}"))
}
