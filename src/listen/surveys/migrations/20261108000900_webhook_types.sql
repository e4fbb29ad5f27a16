insert into webhooks.type values
  ('survey.published', 'Hasil survei diumumkan', 'Survey result published', '{publication,unit,from,to,index}');
