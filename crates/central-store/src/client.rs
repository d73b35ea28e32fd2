//! A connection out of the pool, and what its answers say of the database.
//!
//! Invariant: a connection on which something was given up never goes back to the pool.

use crate::{
    circuit::{Circuit, Pass, Sign},
    error::{StoreError, StoreResult},
    tenant::Value,
};
use deadpool_postgres::{Object, Pool, PoolError, TimeoutType};
use std::time::Duration;
use tokio_postgres::{Row, types::ToSql};

/// Longer than any statement may take: then nobody is there.
const ANSWER: Duration = Duration::from_secs(20);

pub(crate) struct Client {
    object: Option<Object>,
    pass: Pass,
}

impl Client {
    pub(crate) async fn connect(pool: &Pool, circuit: &Circuit) -> StoreResult<Client> {
        let mut pass = circuit.admit()?;
        let object = pass.ask(pool.get(), sign_of_pool).await?;
        Ok(Client { object: Some(object), pass })
    }

    /// What only reads, and stands alone.
    pub(crate) async fn query(mut self, sql: &'static str, values: &[Value]) -> StoreResult<Vec<Row>> {
        self.ask(async |client| {
            let statement = client.prepare_cached(sql).await?;
            let values: Vec<&(dyn ToSql + Sync)> =
                values.iter().map(|it| &**it as &(dyn ToSql + Sync)).collect();
            Ok(client.query(&statement, &values).await?)
        })
        .await
    }

    pub(crate) async fn ask<T>(
        &mut self,
        call: impl AsyncFnOnce(&Object) -> StoreResult<T>,
    ) -> StoreResult<T> {
        let object = self.object.as_ref().ok_or(StoreError::Unavailable)?;
        let call = async {
            match tokio::time::timeout(ANSWER, call(object)).await {
                Ok(answer) => answer,
                Err(_) => Err(StoreError::Unavailable),
            }
        };
        let answer = self.pass.ask(call, sign).await;
        if matches!(answer, Err(StoreError::Unavailable)) {
            self.close();
        }
        answer
    }

    /// Out of the pool: the server rolls back, and nobody inherits what was begun.
    pub(crate) fn close(&mut self) {
        drop(self.object.take().map(Object::take));
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if self.pass.is_asking() {
            self.close();
        }
    }
}

fn sign<T>(answer: &StoreResult<T>) -> Sign {
    match answer {
        Err(StoreError::Unavailable) => Sign::Silence,
        _ => Sign::Answer,
    }
}

/// To have one says nothing yet; to have none because all are busy is no silence.
fn sign_of_pool<T>(answer: &Result<T, PoolError>) -> Sign {
    match answer {
        Ok(_) | Err(PoolError::Timeout(TimeoutType::Wait)) => Sign::None,
        Err(_) => Sign::Silence,
    }
}
